"""The second floor: from notebooks to a published, verified book."""
