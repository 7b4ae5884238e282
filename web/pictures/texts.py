"""The texts of the Pictures tab, in English and in Spanish.

For each kind of error of `model.picture.open` and `web.pictures.api` there is an `error_picture_`
with the name of that kind.
"""

from web.shared.texts import Texts

PICTURES_TEXTS: Texts = {
    "en": {
        "pictures_choose": "Choose an image",
        "pictures_camera": "Camera",
        "pictures_paste": "Paste",
        "pictures_paste_title": "Paste an image or its address (Ctrl+V)",
        "pictures_mnist": "MNIST digit",
        "pictures_mnist_title": "A random digit of MNIST’s test set, with its true label",
        "pictures_url": "Address of an image on the web",
        "pictures_fetch": "Read",
        "pictures_fetch_title": "Read the image at this address",
        "pictures_hint": "Drop an image of digits here, or paste one with Ctrl+V",
        "pictures_hint_touch": "Choose an image of digits, or take a photo",
        "pictures_progress": "Progress",
        "pictures_sending": "Sending the image…",
        "pictures_fetching": "Fetching and reading the image…",
        "pictures_reading": "Reading the image…",
        "pictures_opening": "Waiting for the camera…",
        "pictures_cancel": "Cancel",
        "pictures_viewfinder": "What the camera sees",
        "pictures_shutter": "Take the photo",
        "pictures_found": "Digits in the image",
        "pictures_about": (
            "Handwritten digits on paper, a board or a screen, in one row or several. "
            "{formats} (first page), up to {megabytes} MB and {megapixels} million pixels."
        ),
        "pictures_alt": "The image, read as {text}",
        "pictures_none": (
            "No digit was found. Sought were handwritten digits that are clearly darker or lighter "
            "than their background. Take a sharp, evenly lit photo from nearby, or crop the image "
            "to the digits."
        ),
        "pictures_truncated": (
            "Only the first {count} digits were read: there is more than can be read at once. "
            "Crop a part of the image to read the rest."
        ),
        "pictures_turned": "The image was turned by {degrees}° clockwise to be read.",
        "pictures_crop": "Crop",
        "pictures_crop_title": "Read only a part of the image",
        "pictures_crop_help": "Drag over the part to read.",
        "pictures_crop_keys": (
            "Arrow keys move the frame, and with Shift they resize it. Enter reads the part, "
            "Esc cancels."
        ),
        "pictures_crop_frame": "Part to read",
        "pictures_crop_place": "{width} × {height} pixels, {left} from left and {top} from top",
        "pictures_whole": "Whole image",
        "pictures_whole_title": "Go back to the reading of the whole image",
        "pictures_ignored": "Show what was ignored",
        "pictures_ignored_title": "Frames, rules and grids that do not count as digits",
        "pictures_export": "Export what was read",
        "pictures_grid": "All digits in their rows; choose one to see its three likeliest readings",
        "pictures_right": "MNIST’s true label: {label}. Read right.",
        "pictures_wrong": "MNIST’s true label: {label}. Misread.",
        "error_no_server": "No answer from the server. Try again.",
        "error_file": "This file cannot be opened. Choose it again, or another one.",
        "error_nothing_to_paste": "There is no image to paste. Copy or drop one, or its address.",
        "error_paste_refused": (
            "The browser does not let this button paste. Allow it, or press Ctrl+V."
        ),
        "error_camera_refused": (
            "The browser does not let this page use the camera. Allow it in the page’s "
            "settings, or choose an image."
        ),
        "error_camera_missing": "No camera was found. Connect one, or choose an image.",
        "error_camera_busy": (
            "The camera could not be started. Close other programs that use it, or choose an image."
        ),
        "error_picture_empty": "This file is empty. Choose an image.",
        "error_picture_not_a_picture": (
            "This file is not an image that can be read. Choose a PNG, JPEG, GIF, BMP, WebP, "
            "TIFF, AVIF, HEIC or PDF."
        ),
        "error_picture_damaged": "This image is damaged or cut off. Choose an undamaged one.",
        "error_picture_too_many_bytes": (
            "This image is larger than {most} MB. Choose a smaller one."
        ),
        "error_picture_too_many_pixels": (
            "This image has more than {most} million pixels. Choose a smaller one."
        ),
        "error_picture_locked_pdf": (
            "This PDF is locked with a password. Choose one without, or a picture of the page."
        ),
        "error_picture_too_complex": (
            "This file takes more than {most} seconds to open. Choose a simpler one, or a "
            "picture of the page."
        ),
        "error_picture_bad_url": (
            "“{url}” is not the address of an image. It should look like "
            "https://example.org/seven.png"
        ),
        "error_picture_unknown_host": "{host} was not found. Check the address.",
        "error_picture_private_address": (
            "{host} is on a private network. Give an address on the public internet."
        ),
        "error_picture_no_connection": (
            "The connection to {host} failed. Check the address, or try again later."
        ),
        "error_picture_http_status": (
            "{host} sent no image but HTTP status {status}. Check the address."
        ),
        "error_picture_too_many_redirects": (
            "{host} redirects more than {most} times. Give the image’s own address."
        ),
        "error_picture_too_slow": (
            "{host} has not sent the whole image within {most} seconds. Try again later, or "
            "try another one."
        ),
        "error_picture_slow_upload": (
            "The image has not arrived within {most} seconds. Send a smaller one, or use a "
            "faster connection."
        ),
        "error_picture_busy": "Many images are waiting to be read. Try again in a moment.",
        "error_picture_bad_crop": (
            "The part to read has to lie inside the image, unlike {crop}. Crop it again, or choose "
            "the image anew."
        ),
        "error_picture_no_mnist": (
            "This server does not have MNIST’s digits. Choose an image of your own."
        ),
    },
    "es": {
        "pictures_choose": "Elegir imagen",
        "pictures_camera": "Cámara",
        "pictures_paste": "Pegar",
        "pictures_paste_title": "Pegar una imagen o su dirección (Ctrl+V)",
        "pictures_mnist": "Dígito de MNIST",
        "pictures_mnist_title": (
            "Un dígito al azar del conjunto de prueba de MNIST, con su etiqueta verdadera"
        ),
        "pictures_url": "Dirección de una imagen en la web",
        "pictures_fetch": "Leer",
        "pictures_fetch_title": "Leer la imagen de esta dirección",
        "pictures_hint": "Suelta aquí una imagen con dígitos o pégala con Ctrl+V",
        "pictures_hint_touch": "Elige una imagen con dígitos o toma una foto",
        "pictures_progress": "Progreso",
        "pictures_sending": "Enviando la imagen…",
        "pictures_fetching": "Descargando y leyendo la imagen…",
        "pictures_reading": "Leyendo la imagen…",
        "pictures_opening": "Esperando a la cámara…",
        "pictures_cancel": "Cancelar",
        "pictures_viewfinder": "Lo que ve la cámara",
        "pictures_shutter": "Tomar la foto",
        "pictures_found": "Dígitos de la imagen",
        "pictures_about": (
            "Dígitos escritos a mano en papel, pizarra o pantalla, en una fila o en varias. "
            "{formats} (primera página), hasta {megabytes} MB y {megapixels} millones de píxeles."
        ),
        "pictures_alt": "La imagen, leída como {text}",
        "pictures_none": (
            "No se ha encontrado ningún dígito. Se buscaban dígitos escritos a mano, claramente "
            "más oscuros o más claros que el fondo. Haz una foto nítida, con luz uniforme y de "
            "cerca, o recorta la imagen hasta los dígitos."
        ),
        "pictures_truncated": (
            "Solo se han leído los primeros {count} dígitos: hay más de lo que se puede leer de "
            "una vez. Recorta una parte de la imagen para leer el resto."
        ),
        "pictures_turned": (
            "Para leerla, la imagen se ha girado {degrees}° en el sentido de las agujas del reloj."
        ),
        "pictures_crop": "Recortar",
        "pictures_crop_title": "Leer solo una parte de la imagen",
        "pictures_crop_help": "Arrastra sobre la parte que quieras leer.",
        "pictures_crop_keys": (
            "Las flechas mueven el marco y con Mayús cambian su tamaño. Intro lee esa parte, "
            "Esc cancela."
        ),
        "pictures_crop_frame": "Parte que se leerá",
        "pictures_crop_place": (
            "{width} × {height} píxeles, a {left} de la izquierda y {top} de arriba"
        ),
        "pictures_whole": "Imagen completa",
        "pictures_whole_title": "Volver a la lectura de la imagen completa",
        "pictures_ignored": "Mostrar lo descartado",
        "pictures_ignored_title": "Marcos, rayas y cuadrículas que no cuentan como dígitos",
        "pictures_export": "Exportar lo leído",
        "pictures_grid": (
            "Todos los dígitos por filas; elige uno para ver sus tres lecturas más probables"
        ),
        "pictures_right": "Etiqueta verdadera de MNIST: {label}. Leído bien.",
        "pictures_wrong": "Etiqueta verdadera de MNIST: {label}. Leído mal.",
        "error_no_server": "El servidor no responde. Inténtalo de nuevo.",
        "error_file": "Este archivo no se puede abrir. Elígelo de nuevo o elige otro.",
        "error_nothing_to_paste": (
            "No hay ninguna imagen que pegar. Copia o suelta una, o su dirección."
        ),
        "error_paste_refused": (
            "El navegador no permite pegar con este botón. Dale permiso o pulsa Ctrl+V."
        ),
        "error_camera_refused": (
            "El navegador no permite que esta página use la cámara. Dale permiso en los "
            "ajustes de la página o elige una imagen."
        ),
        "error_camera_missing": (
            "No se ha encontrado ninguna cámara. Conecta una o elige una imagen."
        ),
        "error_camera_busy": (
            "La cámara no ha podido arrancar. Cierra los demás programas que la usen o elige "
            "una imagen."
        ),
        "error_picture_empty": "Este archivo está vacío. Elige una imagen.",
        "error_picture_not_a_picture": (
            "Este archivo no es una imagen que se pueda leer. Elige un PNG, JPEG, GIF, BMP, "
            "WebP, TIFF, AVIF, HEIC o PDF."
        ),
        "error_picture_damaged": "Esta imagen está dañada o incompleta. Elige otra.",
        "error_picture_too_many_bytes": (
            "Esta imagen ocupa más de {most} MB. Elige una más pequeña."
        ),
        "error_picture_too_many_pixels": (
            "Esta imagen tiene más de {most} millones de píxeles. Elige una más pequeña."
        ),
        "error_picture_locked_pdf": (
            "Este PDF está protegido con contraseña. Elige uno sin contraseña o una imagen de "
            "la página."
        ),
        "error_picture_too_complex": (
            "Este archivo tarda más de {most} segundos en abrirse. Elige otro más sencillo o una "
            "imagen de la página."
        ),
        "error_picture_bad_url": (
            "«{url}» no es la dirección de una imagen. Debería ser como "
            "https://example.org/siete.png"
        ),
        "error_picture_unknown_host": "No se ha encontrado {host}. Comprueba la dirección.",
        "error_picture_private_address": (
            "{host} está en una red privada. Escribe una dirección de la internet pública."
        ),
        "error_picture_no_connection": (
            "Ha fallado la conexión con {host}. Comprueba la dirección o inténtalo más tarde."
        ),
        "error_picture_http_status": (
            "{host} no ha enviado una imagen, sino el estado HTTP {status}. Comprueba la dirección."
        ),
        "error_picture_too_many_redirects": (
            "{host} redirige más de {most} veces. Escribe la dirección de la propia imagen."
        ),
        "error_picture_too_slow": (
            "{host} no ha enviado la imagen entera en {most} segundos. Inténtalo más tarde o "
            "prueba con otra."
        ),
        "error_picture_slow_upload": (
            "La imagen no ha llegado en {most} segundos. Envía una más pequeña o usa una "
            "conexión más rápida."
        ),
        "error_picture_busy": "Hay muchas imágenes esperando. Prueba de nuevo en un momento.",
        "error_picture_bad_crop": (
            "La parte que se lee tiene que estar dentro de la imagen, y {crop} no lo está. "
            "Recórtala otra vez o vuelve a elegir la imagen."
        ),
        "error_picture_no_mnist": (
            "Este servidor no tiene los dígitos de MNIST. Elige una imagen tuya."
        ),
    },
}
