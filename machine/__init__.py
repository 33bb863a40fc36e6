"""What the machine must have before the tests can run, found or fetched by the Makefile: torch, and a browser."""
