"""What charts and maps share: canvas, text, scales, labels, and checks of what they are given."""
