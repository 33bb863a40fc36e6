"""Math without scripts: TeX in, MathML out, and a font that holds what the MathML needs."""
