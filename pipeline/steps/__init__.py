"""One function for each DAG task: what is pending, do it, commit, count. No Airflow in here."""
