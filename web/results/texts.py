"""The texts of the Results tab, in English and in Spanish."""

from web.shared.texts import Texts

RESULTS_TEXTS: Texts = {
    "en": {
        "results_none": (
            "There are no figures for this network yet. To measure it, save it as "
            "model/mnist_model.keras and run: python -m training.evaluate"
        ),
        "results_accuracy": "How well it reads",
        "results_accuracy_caption": (
            "The share of digits that the network reads right: scanned from paper (MNIST) and "
            "written with a pen on a tablet. It saw none of them in training: this is its "
            "exam, not its homework."
        ),
        "results_mnist": "MNIST’s test digits",
        "results_pen": "Pen digits",
        "results_right": "{right} of {digits} right",
        "results_pictures": "Pen digits as images",
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
        "results_comparison": "Compared with simpler networks",
        "results_comparison_caption": (
            "Errors per thousand digits: the shorter the bar, the better. The simpler "
            "networks were trained on MNIST alone; “dense” has one hidden layer, “cnn” one "
            "convolution. See how they do with pen digits."
        ),
        "results_ours": "Trazo",
        "results_ours_as_picture": "Trazo, reading an image",
        "results_compared": "The networks side by side",
        "results_size": "Size",
        "results_trained": "Training",
        "results_confusion": "Confusion matrix",
        "results_confusion_caption": (
            "Each row is a written digit, each column what it was read as; coloured cells are "
            "errors. Look for digits that look alike in quick handwriting: is one taken for "
            "the other as often as the other way round?"
        ),
        "results_times": "{digit} read as {read} ({times}×)",
        "results_often": "Most often: {pairs}.",
        "results_no_mistakes": "No errors.",
        "results_digit": "Digit",
        "results_precision": "Precision",
        "results_recall": "Recall",
        "results_f1": "F1",
        "results_support": "Digits",
        "results_mistakes": "Its most confident errors",
        "results_mistakes_caption": (
            "The wrong answers that it was surest of: the true digit → the answer, and its "
            "probability. Cover the labels and read them yourself: how many do you get right?"
        ),
        "results_digit_alt": "A {digit} read as {read}",
        "results_reliability": "Calibration: is 90% really 90%?",
        "results_reliability_caption": (
            "When the network is 90% sure, nine answers in ten should be right: then the "
            "point lies on the dotted line. Above the line the network is underconfident, "
            "below it overconfident. The bar through a point is its 95% confidence interval, "
            "which is long where there were few digits."
        ),
        "results_sure": "probability",
        "results_was_right": "right",
        "results_bin": "Probability {sure}, right {right}; digits: {digits}",
        "results_ece": "Expected calibration error: {ece}",
        "results_corruptions": "Robustness",
        "results_corruptions_caption": (
            "MNIST’s test digits are rotated, shifted, blurred and so on, more and more, and "
            "read again: the higher the line stays, the more robust the network. See where "
            "each network starts to fall, and how that changes when Trazo treats the digit as "
            "an image and finds its ink first."
        ),
        "results_curve_alt": "{name}: Trazo reads between {least} and {most} right",
        "results_rotation": "Rotation",
        "results_shift": "Shift",
        "results_pen_width": "Pen width",
        "results_noise": "Noise",
        "results_contrast": "Contrast",
        "results_blur": "Blur",
        "results_polarity": "Inversion",
        "results_degrees": "degrees",
        "results_pixels": "pixels",
        "results_pixels_more": "pixels added",
        "results_deviation": "standard deviation; ink is 1",
        "results_lost": "share of contrast lost",
        "results_negative": "share inverted",
        "results_rejection": "Letters and scribbles",
        "results_rejection_caption": (
            "How often each kind of drawing was accepted as a digit: it should be near 100% "
            "for digits and near 0% for everything else. Which letters would you take for a "
            "digit?"
        ),
        "results_taken": "Accepted as a digit",
        "results_letters": "Letters",
        "results_scribbles": "Scribbles",
        "results_dots": "Dots",
        "results_training": "Training",
        "results_training_caption": (
            "The share of digits read right after each epoch. Training digits are distorted "
            "and thickened on purpose, which makes them harder, so their line may lie below "
            "that of the validation digits, which are left as they were written."
        ),
        "results_training_alt": (
            "Accuracy over {epochs} epochs; in the end {last} on the validation digits"
        ),
        "results_epoch": "epoch",
        "results_validation": "Validation",
        "results_training_digits": "Training",
        "results_ablation": "Ablation: what each addition gives",
        "results_ablation_caption": (
            "The same network, trained for a few epochs with one thing after another added to "
            "MNIST. The project generates everything but MNIST itself. See what the synthetic "
            "digits do for pen digits, and what the letters and scribbles do for the "
            "rejection of letters."
        ),
        "results_added": "Trained with",
        "results_epochs": "After {epochs} epochs",
        "results_added_mnist": "MNIST",
        "results_added_pen": "Pen digits",
        "results_added_letters": "Letters, AUROC",
        "results_step_mnist": "MNIST only",
        "results_step_affine": "+ affine maps and pen width",
        "results_step_elastic": "+ elastic distortion",
        "results_step_synthetic": "+ synthetic digits",
        "results_step_broad": "+ some with a broad brush",
        "results_step_non_digits": "+ synthetic letters and scribbles",
        "results_examples": "Random examples",
        "results_examples_caption": (
            "Some of each digit from MNIST’s test set: the true digit → the answer, and its "
            "probability. See how many ways there are to write the same digit."
        ),
        "results_exact": "Exact figures",
        "results_made": "Measured on {date} on {machine}, with Python {python}, {packages}.",
    },
    "es": {
        "results_none": (
            "Aún no hay datos de esta red. Para medirla, guárdala como "
            "model/mnist_model.keras y ejecuta: python -m training.evaluate"
        ),
        "results_accuracy": "Cuánto acierta",
        "results_accuracy_caption": (
            "La proporción de dígitos que la red lee bien: escaneados de papel (MNIST) y "
            "escritos con lápiz en una tableta. No vio ninguno en el entrenamiento: esto es "
            "su examen, no sus deberes."
        ),
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
        "results_comparison": "Comparada con redes más simples",
        "results_comparison_caption": (
            "Errores por cada mil dígitos: cuanto más corta la barra, mejor. Las redes más "
            "simples se entrenaron solo con MNIST; «dense» tiene una capa oculta y «cnn», una "
            "convolución. Mira cómo les va con los dígitos de tableta."
        ),
        "results_ours": "Trazo",
        "results_ours_as_picture": "Trazo, leyendo una imagen",
        "results_compared": "Las redes, lado a lado",
        "results_size": "Tamaño",
        "results_trained": "Entrenamiento",
        "results_confusion": "Matriz de confusión",
        "results_confusion_caption": (
            "Cada fila es un dígito escrito y cada columna, lo que se leyó; las celdas de "
            "color son errores. Busca dígitos que se parecen cuando se escribe deprisa: ¿se "
            "confunde uno con otro tantas veces como al revés?"
        ),
        "results_times": "{digit} leído como {read} ({times}×)",
        "results_often": "Lo más frecuente: {pairs}.",
        "results_no_mistakes": "Ningún error.",
        "results_digit": "Dígito",
        "results_precision": "Precisión",
        "results_recall": "Exhaustividad",
        "results_f1": "F1",
        "results_support": "Dígitos",
        "results_mistakes": "Sus errores más seguros",
        "results_mistakes_caption": (
            "Las respuestas equivocadas de las que más segura estaba: el dígito verdadero → "
            "la respuesta, y su probabilidad. Tapa las etiquetas y léelos tú: ¿cuántos "
            "aciertas?"
        ),
        "results_digit_alt": "Un {digit} leído como {read}",
        "results_reliability": "Calibración: ¿un 90 % es de verdad un 90 %?",
        "results_reliability_caption": (
            "Cuando la red está segura al 90 %, debería acertar nueve de cada diez veces: "
            "entonces el punto cae en la línea punteada. Por encima, la red se fía demasiado "
            "poco de sí misma; por debajo, demasiado. La barra que cruza un punto es su "
            "intervalo de confianza del 95 %, que es largo donde hubo pocos dígitos."
        ),
        "results_sure": "probabilidad",
        "results_was_right": "aciertos",
        "results_bin": "Probabilidad: {sure}; aciertos: {right}; dígitos: {digits}",
        "results_ece": "Error de calibración esperado: {ece}",
        "results_corruptions": "Robustez",
        "results_corruptions_caption": (
            "Los dígitos de prueba de MNIST se giran, se desplazan, se desenfocan, etc., cada "
            "vez más, y se vuelven a leer: cuanto más alta se mantiene la línea, más robusta "
            "es la red. Mira dónde empieza a caer cada una y qué cambia cuando Trazo trata el "
            "dígito como una imagen y busca primero su tinta."
        ),
        "results_curve_alt": "{name}: Trazo acierta entre {least} y {most} de las veces",
        "results_rotation": "Giro",
        "results_shift": "Desplazamiento",
        "results_pen_width": "Grosor del lápiz",
        "results_noise": "Ruido",
        "results_contrast": "Contraste",
        "results_blur": "Desenfoque",
        "results_polarity": "Inversión",
        "results_degrees": "grados",
        "results_pixels": "píxeles",
        "results_pixels_more": "píxeles añadidos",
        "results_deviation": "desviación típica; la tinta es 1",
        "results_lost": "contraste perdido",
        "results_negative": "parte invertida",
        "results_rejection": "Letras y garabatos",
        "results_rejection_caption": (
            "Con qué frecuencia se aceptó como dígito cada tipo de dibujo: debería ser cerca "
            "del 100 % para los dígitos y cerca del 0 % para todo lo demás. ¿Qué letras "
            "tomarías tú por un dígito?"
        ),
        "results_taken": "Aceptados como dígito",
        "results_letters": "Letras",
        "results_scribbles": "Garabatos",
        "results_dots": "Puntos",
        "results_training": "Entrenamiento",
        "results_training_caption": (
            "La proporción de dígitos bien leídos tras cada época. Los de entrenamiento se "
            "deforman y engrosan a propósito, lo que los hace más difíciles; por eso su línea "
            "puede quedar por debajo de la de validación, cuyos dígitos se dejan como se "
            "escribieron."
        ),
        "results_training_alt": (
            "Aciertos a lo largo de {epochs} épocas; al final, {last} de los dígitos de validación"
        ),
        "results_epoch": "época",
        "results_validation": "Validación",
        "results_training_digits": "Entrenamiento",
        "results_ablation": "Ablación: qué aporta cada añadido",
        "results_ablation_caption": (
            "La misma red, entrenada unas pocas épocas añadiendo a MNIST una cosa tras otra. "
            "Todo menos MNIST lo genera el propio proyecto. Mira qué aportan los dígitos "
            "sintéticos a los de tableta, y qué aportan letras y garabatos al rechazo de las "
            "letras."
        ),
        "results_added": "Entrenada con",
        "results_epochs": "Tras {epochs} épocas",
        "results_added_mnist": "MNIST",
        "results_added_pen": "En tableta",
        "results_added_letters": "Letras, AUROC",
        "results_step_mnist": "Solo MNIST",
        "results_step_affine": "+ transformaciones afines y grosor",
        "results_step_elastic": "+ deformación elástica",
        "results_step_synthetic": "+ dígitos sintéticos",
        "results_step_broad": "+ algunos con pincel ancho",
        "results_step_non_digits": "+ letras y garabatos sintéticos",
        "results_examples": "Ejemplos al azar",
        "results_examples_caption": (
            "Algunos de cada dígito de la prueba de MNIST: el dígito verdadero → la "
            "respuesta, y su probabilidad. Mira de cuántas maneras se escribe un mismo "
            "dígito."
        ),
        "results_exact": "Cifras exactas",
        "results_made": "Medido el {date} en {machine}, con Python {python}, {packages}.",
    },
}
