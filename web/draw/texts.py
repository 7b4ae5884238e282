"""The texts of the Draw tab, in English and in Spanish.

For each kind of `model.insight.hints` there is an `advice_` with the name of that kind.
"""

from web.shared.texts import Texts

DRAW_TEXTS: Texts = {
    "en": {
        "canvas": "Drawing area: draw digits here with mouse, pen or finger, in one or more rows",
        "hint": "Draw a digit here, or several",
        "undo": "Undo",
        "undo_title": "Undo the last step (Ctrl+Z)",
        "redo": "Redo",
        "redo_title": "Redo the last undone step (Ctrl+Y)",
        "examples": "Examples that draw themselves",
        "example_title": "Watch {digit} being drawn; press again for another way of writing it",
        "export": "Export the drawing and what was read",
        "save_png": "PNG",
        "save_png_title": "Save the drawing as an image",
        "save_json": "JSON",
        "save_json_title": "Save the strokes as data for the API",
        "link": "Link",
        "link_title": "Copy a link that opens this drawing",
        "link_copied": "Link to this drawing copied.",
        "link_in_address": "The link to this drawing is in the address bar; copy it from there.",
        "error_link": "This link has no valid drawing: part of it is missing or changed.",
        "why": "Why?",
        "why_digit": "evidence for {digit}",
        "advice_dot": "A dot isn’t a digit; draw a line.",
        "advice_close": "Did you mean {digits}? Leave a gap between the digits.",
        "advice_turned": "Turned upright, it reads as {digits}.",
        "advice_mirrored": "Mirrored, it reads as {digits}.",
        "advice_stray": "Without one of its strokes, it reads as {digits}.",
        "advice_small": "Draw it larger: it is too small to be read reliably.",
        "feature_maps": "Inside the network: feature maps",
        "feature_maps_explained": (
            "What each layer computes from this drawing. Each small image is a feature map, "
            "the output of one filter, bright where the filter finds what it looks for: edges "
            "in the first layers, whole parts of digits in the last."
        ),
        "layer": "Layer {number}: {count} feature maps of {width} × {height}",
        "clear": "Clear",
        "clear_title": "Empty the drawing area (Esc)",
        "answer": "Three likeliest digits",
        "digits": "Digits of the drawing; choose one to see its three likeliest readings",
        "truncated": (
            "Only the first {count} digits were read: there is more than can be read at once. "
            "Draw less, and read the rest afterwards."
        ),
        "announcement_empty": "The drawing area is empty",
        "error_offline": "No answer from the server. Your drawing is kept; trying again…",
        "error_too_long": "This drawing is too long to be read. Undo or clear some of it.",
    },
    "es": {
        "canvas": (
            "Zona de dibujo: dibuja aquí dígitos con ratón, lápiz o dedo, en una o varias filas"
        ),
        "hint": "Dibuja aquí un dígito, o varios",
        "undo": "Deshacer",
        "undo_title": "Deshacer el último paso (Ctrl+Z)",
        "redo": "Rehacer",
        "redo_title": "Rehacer lo último que se deshizo (Ctrl+Y)",
        "examples": "Ejemplos que se dibujan solos",
        "example_title": "Mira cómo se dibuja {digit}; pulsa otra vez y se escribe de otra forma",
        "export": "Exportar el dibujo y lo leído",
        "save_png": "PNG",
        "save_png_title": "Guardar el dibujo como imagen",
        "save_json": "JSON",
        "save_json_title": "Guardar los trazos como datos para la API",
        "link": "Enlace",
        "link_title": "Copiar un enlace que abre este dibujo",
        "link_copied": "Enlace a este dibujo copiado.",
        "link_in_address": (
            "El enlace a este dibujo está en la barra de direcciones: cópialo de ahí."
        ),
        "error_link": (
            "Este enlace no contiene ningún dibujo válido: falta una parte o se ha modificado."
        ),
        "why": "¿Por qué?",
        "why_digit": "a favor del {digit}",
        "advice_dot": "Un punto no es un dígito: dibuja una línea.",
        "advice_close": "¿Querías escribir {digits}? Deja un hueco entre los dígitos.",
        "advice_turned": "Si lo enderezas, se lee como {digits}.",
        "advice_mirrored": "Reflejado en un espejo, se lee como {digits}.",
        "advice_stray": "Sin uno de sus trazos, se lee como {digits}.",
        "advice_small": "Dibújalo más grande: es demasiado pequeño para leerlo bien.",
        "feature_maps": "Dentro de la red: mapas de características",
        "feature_maps_explained": (
            "Lo que cada capa calcula a partir de este dibujo. Cada imagen pequeña es un mapa "
            "de características, la salida de un filtro, y es clara donde el filtro encuentra "
            "lo que busca: bordes en las primeras capas, partes enteras de dígitos en las "
            "últimas."
        ),
        "layer": "Capa {number}: {count} mapas de {width} × {height}",
        "clear": "Borrar",
        "clear_title": "Vaciar la zona de dibujo (Esc)",
        "answer": "Los tres dígitos más probables",
        "digits": "Dígitos del dibujo; elige uno para ver sus tres lecturas más probables",
        "truncated": (
            "Solo se han leído los primeros {count} dígitos: hay más de lo que se puede leer de "
            "una vez. Dibuja menos y deja el resto para después."
        ),
        "announcement_empty": "La zona de dibujo está vacía",
        "error_offline": "El servidor no responde. Tu dibujo se conserva; reintentando…",
        "error_too_long": "El dibujo es demasiado largo para leerlo. Deshaz o borra una parte.",
    },
}
