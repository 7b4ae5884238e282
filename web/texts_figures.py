"""Every text of the Network and the Results tab, in English and in Spanish.

The browser loads them with the first of the two that is opened, not with the page; the
other tabs' are in `web.texts` and `web.texts_pictures`.
"""

FIGURES_TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "figures_offline": "The figures could not be loaded. Reload the page to try again.",
        "netron": "The network, shown by Netron: click a layer to see its shape and weights.",
        "network_parameters": "Parameters",
        "network_time": "Time for one digit",
        "network_timed": "median of {runs} runs on this server, one thread",
        "network_files": "Take it with you",
        "network_download": "{name}, {size}",
        "network_keras": "Download the network as it was trained, for Keras",
        "network_tflite": "Download the compiled network that runs here, for LiteRT",
        "network_layers": "The layers, from the image to the answer",
        "network_layer": "Layer",
        "network_shape": "Output",
        "network_total": "Total",
        "network_no_layers": "The layers of this network cannot be listed; Netron shows them.",
        "results_none": "There are no figures of this network yet. To measure it, save it as "
        "model/mnist_model.keras and run: python -m training.evaluate",
        "results_accuracy": "How well it reads",
        "results_accuracy_caption": "The share of digits that the network read right, scanned "
        "from paper (MNIST) and written with a pen on a tablet. It saw none of them while it "
        "learned: this is its exam, not its homework.",
        "results_mnist": "MNIST’s test digits",
        "results_pen": "Pen digits",
        "results_right": "{right} of {digits} right",
        "results_pictures": "Pen digits as pictures",
        "results_at_least": "≥ {share}",
        "results_kinds": "of each of {kinds} kinds",
        "results_kind": "{brush} px on {side} px, {colours}",
        "results_drawn_with": "Brush, canvas, colours",
        "results_accurate": "Right",
        "results_black_on_white": "black on white",
        "results_white_on_black": "white on black",
        "results_colour_on_colour": "colour on colour",
        "results_black_on_transparent": "black on transparent",
        "results_white_on_transparent": "white on transparent",
        "results_comparison": "Against simpler networks",
        "results_comparison_caption": "Mistakes in a thousand digits: the shorter the bar, the "
        "better. The simpler networks have learned from MNIST alone, one (dense) with a hidden "
        "layer, the other (cnn) with a convolution: look how they fare with pen digits.",
        "results_ours": "Trazo",
        "results_ours_as_picture": "Trazo, reading a picture",
        "results_compared": "The networks side by side",
        "results_size": "Size",
        "results_trained": "Training",
        "results_confusion": "What it confuses",
        "results_confusion_caption": "Each row is a digit that was written, each column what it "
        "was read as; coloured cells are mistakes. Look for digits that resemble each other in a "
        "hurried hand: is one taken for the other as often as the other way round?",
        "results_times": "{digit} read as {read} ({times}×)",
        "results_often": "Most often: {pairs}.",
        "results_no_mistakes": "No mistakes.",
        "results_digit": "Digit",
        "results_precision": "Precision",
        "results_recall": "Recall",
        "results_f1": "F1",
        "results_support": "Digits",
        "results_mistakes": "Its worst mistakes",
        "results_mistakes_caption": "The wrong answers of which it was surest: what the digit is "
        "→ what the network read, and how sure it was. Cover the labels and read them yourself: "
        "how many do you get right?",
        "results_digit_alt": "A {digit} that was read as {read}",
        "results_reliability": "Is 90% really 90%?",
        "results_reliability_caption": "Where the network is 90% sure, nine answers in ten "
        "should be right, and the point lies on the dotted line; above it the network is too "
        "modest, below it too sure. The bar through a point shows how far chance may have moved "
        "it: it is long where there were few digits.",
        "results_sure": "how sure it was",
        "results_was_right": "was right",
        "results_bin": "{sure} sure, {right} right; digits: {digits}",
        "results_ece": "On average off by {ece}",
        "results_perturbations": "How it holds up",
        "results_perturbations_caption": "MNIST’s test digits are turned, moved, blurred and so "
        "on, more and more, and read again: a line that stays high holds up. Look where each "
        "network begins to fall, and what it changes when Trazo takes the digit for a picture "
        "and finds its ink first.",
        "results_curve_alt": "{name}: Trazo reads between {least} and {most} right",
        "results_rotation": "Rotation",
        "results_shift": "Shift",
        "results_pen_width": "Pen width",
        "results_noise": "Noise",
        "results_contrast": "Contrast",
        "results_blur": "Blur",
        "results_polarity": "Towards the negative",
        "results_degrees": "degrees",
        "results_pixels": "pixels",
        "results_pixels_more": "pixels more",
        "results_deviation": "standard deviation; ink is 1",
        "results_lost": "share that is lost",
        "results_negative": "share of the negative",
        "results_others": "What is no digit",
        "results_others_caption": "How often each kind of drawing was taken for a digit: near "
        "100% is right for digits, near 0% for the rest. Which letters could you yourself take "
        "for a digit?",
        "results_taken": "Taken for a digit",
        "results_letters": "Letters",
        "results_scribbles": "Scribbles",
        "results_dots": "Dots",
        "results_training": "How it learned",
        "results_training_caption": "The share read right after each pass over the training "
        "digits. Training is made harder on purpose, with digits that are bent and thickened, so "
        "its line may lie below that of the validation digits, which are as they were written.",
        "results_training_alt": "Accuracy over {epochs} passes, at last {last} of the validation "
        "digits",
        "results_epoch": "pass",
        "results_validation": "Validation",
        "results_training_digits": "Training",
        "results_additions": "What its lessons gave",
        "results_additions_caption": "The same network, trained for a few passes with one thing "
        "after another added to MNIST’s digits. All but MNIST the project makes itself. Look what "
        "the drawn digits do for people’s pens, and what the letters and scribbles teach.",
        "results_added": "Trained with",
        "results_epochs": "After {epochs} passes",
        "results_added_mnist": "MNIST",
        "results_added_pen": "Pen digits",
        "results_added_letters": "Letters, AUROC",
        "results_step_mnist": "MNIST alone",
        "results_step_affine": "+ turned, slanted, thicker, thinner",
        "results_step_elastic": "+ bent",
        "results_step_drawn": "+ digits drawn by a program",
        "results_step_broad": "+ some of them with a broad brush",
        "results_step_others": "+ letters and scribbles, drawn too",
        "results_examples": "Digits by lot",
        "results_examples_caption": "Some of each digit from MNIST’s test set: what it is → what "
        "the network read, and how sure it was. Look in how many ways people write the same "
        "digit.",
        "results_as_table": "Exact figures",
        "results_made": "Measured on {date} on {machine}, with Python {python}, {packages}.",
    },
    "es": {
        "figures_offline": "No se han podido cargar los datos. Recarga la página.",
        "netron": "La red, mostrada por Netron: pulsa una capa para ver su forma y sus pesos.",
        "network_parameters": "Parámetros",
        "network_time": "Tiempo por dígito",
        "network_timed": "mediana de {runs} ejecuciones en este servidor, con un hilo",
        "network_files": "Llévatela",
        "network_download": "{name}, {size}",
        "network_keras": "Descargar la red tal como se entrenó, para Keras",
        "network_tflite": "Descargar la red compilada que funciona aquí, para LiteRT",
        "network_layers": "Las capas, de la imagen a la respuesta",
        "network_layer": "Capa",
        "network_shape": "Salida",
        "network_total": "Total",
        "network_no_layers": "No se pueden enumerar las capas de esta red; Netron las muestra.",
        "results_none": "Aún no hay datos de esta red. Para medirla, guárdala como "
        "model/mnist_model.keras y ejecuta: python -m training.evaluate",
        "results_accuracy": "Cuánto acierta",
        "results_accuracy_caption": "La proporción de dígitos que la red leyó bien, escaneados "
        "de papel (MNIST) y escritos con lápiz en una tableta. No vio ninguno mientras aprendía: "
        "esto es su examen, no su tarea.",
        "results_mnist": "Dígitos de prueba de MNIST",
        "results_pen": "Dígitos en tableta",
        "results_right": "{right} de {digits} bien leídos",
        "results_pictures": "Los de tableta como imágenes",
        "results_at_least": "≥ {share}",
        "results_kinds": "de cada uno de {kinds} tipos",
        "results_kind": "{brush} px en {side} px, {colours}",
        "results_drawn_with": "Pincel, lienzo, colores",
        "results_accurate": "Aciertos",
        "results_black_on_white": "negro sobre blanco",
        "results_white_on_black": "blanco sobre negro",
        "results_colour_on_colour": "color sobre color",
        "results_black_on_transparent": "negro sobre transparente",
        "results_white_on_transparent": "blanco sobre transparente",
        "results_comparison": "Frente a redes más simples",
        "results_comparison_caption": "Errores por cada mil dígitos: cuanto más corta la barra, "
        "mejor. Las redes más simples aprendieron solo de MNIST, una (dense) con una capa oculta "
        "y la otra (cnn) con una convolución: mira cómo les va con los dígitos de tableta.",
        "results_ours": "Trazo",
        "results_ours_as_picture": "Trazo, leyendo una imagen",
        "results_compared": "Las redes, lado a lado",
        "results_size": "Tamaño",
        "results_trained": "Entrenamiento",
        "results_confusion": "Qué confunde",
        "results_confusion_caption": "Cada fila es un dígito escrito y cada columna lo que se "
        "leyó; las celdas de color son errores. Busca dígitos que se parecen cuando se escribe "
        "deprisa: ¿se toma uno por otro tantas veces como al revés?",
        "results_times": "{digit} leído como {read} ({times}×)",
        "results_often": "Lo más frecuente: {pairs}.",
        "results_no_mistakes": "Ningún error.",
        "results_digit": "Dígito",
        "results_precision": "Precisión",
        "results_recall": "Exhaustividad",
        "results_f1": "F1",
        "results_support": "Dígitos",
        "results_mistakes": "Sus peores errores",
        "results_mistakes_caption": "Las respuestas equivocadas de las que más segura estaba: "
        "qué dígito es → qué leyó la red, y cuán segura estaba. Tapa las etiquetas y léelos tú: "
        "¿cuántos aciertas?",
        "results_digit_alt": "Un {digit} leído como {read}",
        "results_reliability": "¿Un 90 % es de verdad un 90 %?",
        "results_reliability_caption": "Cuando la red está segura al 90 %, debería acertar nueve "
        "de cada diez veces y el punto cae en la línea punteada; por encima, la red es demasiado "
        "modesta, y por debajo, demasiado confiada. La barra que cruza un punto muestra cuánto "
        "pudo moverlo el azar: es larga donde hubo pocos dígitos.",
        "results_sure": "cuán segura estaba",
        "results_was_right": "acertó",
        "results_bin": "{sure} de seguridad, {right} de aciertos; dígitos: {digits}",
        "results_ece": "En promedio se desvía un {ece}",
        "results_perturbations": "Cuánto resiste",
        "results_perturbations_caption": "Los dígitos de prueba de MNIST se giran, se mueven, se "
        "desenfocan, etc., cada vez más, y se vuelven a leer: una línea que se mantiene alta "
        "resiste. Mira dónde empieza a caer cada red y qué cambia cuando Trazo toma el dígito "
        "por una imagen y busca primero su tinta.",
        "results_curve_alt": "{name}: Trazo acierta entre {least} y {most} de las veces",
        "results_rotation": "Giro",
        "results_shift": "Desplazamiento",
        "results_pen_width": "Grosor del lápiz",
        "results_noise": "Ruido",
        "results_contrast": "Contraste",
        "results_blur": "Desenfoque",
        "results_polarity": "Hacia el negativo",
        "results_degrees": "grados",
        "results_pixels": "píxeles",
        "results_pixels_more": "píxeles más",
        "results_deviation": "desviación típica; la tinta es 1",
        "results_lost": "parte que se pierde",
        "results_negative": "parte del negativo",
        "results_others": "Lo que no es un dígito",
        "results_others_caption": "Con qué frecuencia se tomó por un dígito cada tipo de dibujo: "
        "cerca del 100 % es lo correcto para los dígitos, cerca del 0 % para el resto. ¿Qué "
        "letras tomarías tú por un dígito?",
        "results_taken": "Tomados por un dígito",
        "results_letters": "Letras",
        "results_scribbles": "Garabatos",
        "results_dots": "Puntos",
        "results_training": "Cómo aprendió",
        "results_training_caption": "La proporción de aciertos tras cada pasada por los dígitos "
        "de entrenamiento. El entrenamiento se hace más difícil a propósito, con dígitos "
        "deformados y engrosados, así que su línea puede quedar por debajo de la de validación, "
        "cuyos dígitos están como se escribieron.",
        "results_training_alt": "Aciertos a lo largo de {epochs} pasadas; al final, {last} de los "
        "dígitos de validación",
        "results_epoch": "pasada",
        "results_validation": "Validación",
        "results_training_digits": "Entrenamiento",
        "results_additions": "Qué le dio cada lección",
        "results_additions_caption": "La misma red, entrenada unas pocas pasadas añadiendo a los "
        "dígitos de MNIST una cosa tras otra. Todo menos MNIST lo genera el propio proyecto. Mira "
        "qué aportan los dígitos dibujados a los de la gente, y qué enseñan letras y garabatos.",
        "results_added": "Entrenada con",
        "results_epochs": "Tras {epochs} pasadas",
        "results_added_mnist": "MNIST",
        "results_added_pen": "En tableta",
        "results_added_letters": "Letras, AUROC",
        "results_step_mnist": "Solo MNIST",
        "results_step_affine": "+ girados, inclinados, más gruesos o finos",
        "results_step_elastic": "+ deformados",
        "results_step_drawn": "+ dígitos dibujados por un programa",
        "results_step_broad": "+ algunos de ellos con un pincel ancho",
        "results_step_others": "+ letras y garabatos, también dibujados",
        "results_examples": "Dígitos al azar",
        "results_examples_caption": "Algunos de cada dígito de la prueba de MNIST: qué es → qué "
        "leyó la red, y cuán segura estaba. Mira de cuántas maneras se escribe un mismo dígito.",
        "results_as_table": "Cifras exactas",
        "results_made": "Medido el {date} en {machine}, con Python {python}, {packages}.",
    },
}
