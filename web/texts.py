"""Every text that a visitor reads, in English and in Spanish.

The page takes them through `gr.I18n`, the drawing surface as JSON; both go by the browser's
language and fall back to English. What the command line and the logs say is not here.
"""

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "heading": "# Trazo: draw a digit and watch a neural network read it",
        "tab_draw": "Draw",
        "tab_network": "Network",
        "canvas": "Drawing area: draw a digit here with mouse, pen or finger",
        "hint": "Draw a digit here",
        "undo": "Undo",
        "undo_title": "Take back the last step (Ctrl+Z)",
        "clear": "Clear",
        "clear_title": "Empty the drawing area (Esc)",
        "answer": "Three likeliest digits",
        "seen": "What the network sees",
        "unsure": "Not much like a digit",
        "announcement": "{digit}, {percent}",
        "announcement_unsure": "Not much like a digit; perhaps {digit}, {percent}",
        "announcement_empty": "The drawing area is empty",
        "error_offline": "No answer from the server. Your drawing is kept; trying again…",
        "error_too_long": "This drawing has become too long to be read. Undo or clear some of it.",
        "error_broken": "The drawing area could not start. Reload the page.",
        "netron": "The network, shown by Netron: click a layer to see its shape and weights.",
    },
    "es": {
        "heading": "# Trazo: dibuja un dígito y mira cómo lo lee una red neuronal",
        "tab_draw": "Dibujar",
        "tab_network": "Red",
        "canvas": "Zona de dibujo: dibuja aquí un dígito con ratón, lápiz o dedo",
        "hint": "Dibuja aquí un dígito",
        "undo": "Deshacer",
        "undo_title": "Deshacer el último paso (Ctrl+Z)",
        "clear": "Borrar",
        "clear_title": "Vaciar la zona de dibujo (Esc)",
        "answer": "Los tres dígitos más probables",
        "seen": "Lo que ve la red",
        "unsure": "No se parece mucho a un dígito",
        "announcement": "{digit}, {percent}",
        "announcement_unsure": "No se parece mucho a un dígito; quizá {digit}, {percent}",
        "announcement_empty": "La zona de dibujo está vacía",
        "error_offline": "El servidor no responde. Tu dibujo se conserva; reintentando…",
        "error_too_long": "El dibujo es demasiado largo para leerlo. Deshaz o borra una parte.",
        "error_broken": "La zona de dibujo no ha podido arrancar. Recarga la página.",
        "netron": "La red, mostrada por Netron: pulsa una capa para ver su forma y sus pesos.",
    },
}
