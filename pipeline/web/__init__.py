"""The pages inside the Airflow UI, server-rendered; Airflow itself is known to pipeline/plugin.py alone."""
