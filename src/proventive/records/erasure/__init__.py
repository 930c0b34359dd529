"""A person is taken out of a store, step by step, and stays out. Who may ask for it stands in ``rights``."""
