"""Synthetic data: digits and other drawings that the project makes itself, from seeds.

Training mixes them with MNIST; evaluation uses scribbles and images that no training has seen.
`python -m training.synthetic sheet.png` writes a sheet of them.
"""
