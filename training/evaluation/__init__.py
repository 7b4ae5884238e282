"""How well a network reads: predictions, metrics, corruptions, the ablation and the report.

`python -m training.evaluate` runs it all; `python -m training.evaluation.ablation` runs apart,
since it trains for about an hour.
"""
