"""What chapters publish, as readers see it: figures, tables and what stands under them."""
