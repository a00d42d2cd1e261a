"""What the bank costs in time and bytes: a generator of synthetic banks, and measurements beside other tools."""
