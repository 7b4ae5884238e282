"""The texts of the Network tab, in English and in Spanish."""

from web.shared.texts import Texts

NETWORK_TEXTS: Texts = {
    "en": {
        "netron": "The network, shown by Netron: click a layer to see its shape and weights.",
        "network_timed": "median of {runs} runs on this server, one thread",
        "network_files": "Downloads",
        "network_download": "{name}, {size}",
        "network_keras": "Download the network as it was trained, for Keras",
        "network_tflite": "Download the compiled network, which this server runs, for LiteRT",
        "network_layers": "The layers, from the image to the answer",
        "network_layer": "Layer",
        "network_shape": "Output",
        "network_total": "Total",
        "network_no_layers": "The layers of this network cannot be listed here; Netron shows them.",
    },
    "es": {
        "netron": "La red, mostrada por Netron: pulsa una capa para ver su forma y sus pesos.",
        "network_timed": "mediana de {runs} ejecuciones en este servidor, con un hilo",
        "network_files": "Descargas",
        "network_download": "{name}, {size}",
        "network_keras": "Descargar la red tal como se entrenó, para Keras",
        "network_tflite": "Descargar la red compilada, la que usa este servidor, para LiteRT",
        "network_layers": "Las capas, de la imagen a la respuesta",
        "network_layer": "Capa",
        "network_shape": "Salida",
        "network_total": "Total",
        "network_no_layers": (
            "Las capas de esta red no se pueden enumerar aquí; Netron las muestra."
        ),
    },
}
