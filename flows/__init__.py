"""Conducts the rooms: Prefect flows, workers, the store and the renja command."""
