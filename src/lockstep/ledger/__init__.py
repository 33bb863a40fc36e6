"""The ledger: what each statement said, and what its program asserted, when a person last read them side by side."""
