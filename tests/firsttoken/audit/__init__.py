"""Models, tokenizers and texts that the audit is tried on."""
