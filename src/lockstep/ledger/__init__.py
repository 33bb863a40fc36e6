"""The ledger: each section of the book and the programs that it rests on, as a person last accepted them together."""
