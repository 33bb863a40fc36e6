"""Records of models that people use, for the gallery: what a start symbol is worth to each, measured in one way."""
