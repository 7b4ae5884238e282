"""The texts of the frame, and those that more than one tab shows, in English and in Spanish.

The page takes them through `gr.I18n`, the scripts as JSON; both follow the browser's language and
fall back to English. What the command line and the logs say is not here.
"""

Texts = dict[str, dict[str, str]]  # by language, by key

TEXTS: Texts = {
    "en": {
        "heading": "# Trazo: draw a digit and watch a neural network read it",
        "language": "English",
        "tab_draw": "Draw",
        "tab_pictures": "Pictures",
        "tab_network": "Network",
        "tab_results": "Results",
        "error_broken": "This part of the page could not start. Reload the page.",
        "announcement": "{digit}, {percent}",
        "announcement_unsure": "Not much like a digit; perhaps {digit}, {percent}",
        "seen": "What the network sees",
        "unsure": "Not much like a digit",
        "unsure_some": "Digits with a question mark are not much like digits.",
        "signs_some": "A dot “·” stands for another sign, such as a minus or a point.",
        "other_sign": "another sign",
        "copy": "Copy",
        "copy_title": "Copy all rows as text",
        "copied": "Copied.",
        "not_copied": "The browser does not allow copying. Select the number and press Ctrl+C.",
        "save_csv": "CSV",
        "save_csv_title": "Save all rows as a table, with one number in each cell",
        "figures_offline": "The figures could not be loaded. Reload the page to try again.",
        "parameters": "Parameters",
        "time_per_digit": "Time per digit",
    },
    "es": {
        "heading": "# Trazo: dibuja un dígito y mira cómo lo lee una red neuronal",
        "language": "Español",
        "tab_draw": "Dibujar",
        "tab_pictures": "Imágenes",
        "tab_network": "Red",
        "tab_results": "Resultados",
        "error_broken": "Esta parte de la página no ha podido arrancar. Recarga la página.",
        "announcement": "{digit}, {percent}",
        "announcement_unsure": "No se parece mucho a un dígito; quizá {digit}, {percent}",
        "seen": "Lo que ve la red",
        "unsure": "No se parece mucho a un dígito",
        "unsure_some": "Los que llevan interrogación no se parecen mucho a un dígito.",
        "signs_some": "Un punto «·» ocupa el lugar de otro signo, como un menos o una coma.",
        "other_sign": "otro signo",
        "copy": "Copiar",
        "copy_title": "Copiar todas las filas como texto",
        "copied": "Copiado.",
        "not_copied": (
            "El navegador no permite copiar con este botón. Selecciona el número y pulsa Ctrl+C."
        ),
        "save_csv": "CSV",
        "save_csv_title": "Guardar todas las filas como tabla, con un número en cada celda",
        "figures_offline": "No se han podido cargar los datos. Recarga la página.",
        "parameters": "Parámetros",
        "time_per_digit": "Tiempo por dígito",
    },
}
