"""Running Wirewatch on one machine: Airflow's environment, its services under a small supervisor, the demo."""
