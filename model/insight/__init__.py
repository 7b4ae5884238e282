"""What explains an answer or the network.

Occlusion saliency, hints for the writer, feature maps, the table of layers and the latency.
"""
