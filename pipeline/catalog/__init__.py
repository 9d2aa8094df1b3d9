"""Data of the pipeline as YAML with checked schemas; a user's folder (WIREWATCH_CATALOG) overlays it by key."""
