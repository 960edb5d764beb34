"""Words that sheets use for yes and no, for genders and for languages, in the languages of the meetings.

All folded: without accents and capitals.
"""

from django.utils.translation import get_language_info

YES = frozenset(
    (
        *("yes", "y", "true", "1", "x", "ok", "oui", "o", "vrai", "si", "s", "sim", "verdadero"),
        *("verdadeiro", "ndiyo", "ndio", "kweli", "ya", "benar", "v", "✓", "✔"),
    )
)
NO = frozenset(
    (
        *("no", "n", "false", "0", "non", "faux", "nao", "falso", "hapana", "si kweli", "tidak"),
        *("bukan", "salah", "✗", "✘"),
    )
)

GENDERS = {
    **dict.fromkeys(
        (
            *("woman", "w", "women", "female", "f", "girl", "ms", "mrs", "femme", "feminin"),
            *("feminine", "mujer", "femenino", "femenina", "mulher", "feminino", "feminina"),
            *("mwanamke", "ke", "perempuan", "wanita", "p", "dame", "fille"),
        ),
        "woman",
    ),
    **dict.fromkeys(
        (
            *("man", "m", "men", "male", "boy", "mr", "homme", "h", "masculin", "hombre"),
            *(
                "masculino",
                "varon",
                "homem",
                "mwanaume",
                "me",
                "laki-laki",
                "laki laki",
                "pria",
                "l",
            ),
            *("masculine", "garcon"),
        ),
        "man",
    ),
    **dict.fromkeys(
        (
            *("other", "o", "non-binary", "nonbinary", "non binary", "diverse", "x", "autre"),
            *("non binaire", "otro", "otra", "no binario", "outro", "outra", "nao binario"),
            *("nyingine", "lainnya", "lain"),
        ),
        "other",
    ),
}

_LANGUAGES = {
    "en": "english anglais ingles kiingereza inggris",
    "fr": "french francais frances kifaransa prancis perancis",
    "es": "spanish espagnol espanol castellano espanhol kihispania spanyol",
    "pt": "portuguese portugais portugues kireno portugis",
    "sw": "swahili kiswahili souahili suajili suaili",
    "id": "indonesian indonesien indonesio indonesia",
    "ar": "arabic arabe kiarabu arab",
    "am": "amharic amharique amharico",
    "zh": "chinese chinois chino chines mandarin kichina",
    "de": "german allemand aleman alemao kijerumani jerman",
    "it": "italian italien italiano",
    "nl": "dutch neerlandais neerlandes holandes",
    "ru": "russian russe ruso russo",
    "hi": "hindi",
    "ha": "hausa haoussa",
    "yo": "yoruba",
    "ig": "igbo",
    "ak": "akan",
    "tw": "twi",
    "ee": "ewe",
    "wo": "wolof",
    "ff": "fulah fula fulani fulfulde peul",
    "bm": "bambara",
    "ln": "lingala",
    "rw": "kinyarwanda",
    "rn": "kirundi",
    "lg": "luganda",
    "ny": "chichewa nyanja chinyanja",
    "sn": "shona",
    "nd": "ndebele",
    "zu": "zulu isizulu",
    "xh": "xhosa isixhosa",
    "af": "afrikaans",
    "st": "sotho sesotho",
    "tn": "tswana setswana",
    "so": "somali",
    "om": "oromo",
    "ti": "tigrinya",
    "mg": "malagasy malgache",
    "qu": "quechua",
    "ay": "aymara aimara",
    "gn": "guarani",
    "tl": "tagalog",
    "fil": "filipino",
    "mn": "mongolian mongol",
    "vi": "vietnamese",
    "th": "thai",
    "my": "burmese",
    "tpi": "tok_pisin",
    "fat": "fante fanti",
    "gaa": "ga",
    "dag": "dagbani",
}
LANGUAGES = {
    name.replace("_", " "): code for code, names in _LANGUAGES.items() for name in names.split()
}


def language_name(code):
    """What people call the language of `code`: in the reader's language where Django knows it, else in
    English; the code itself for one that is not known here."""
    plain = code.partition("-")[0].lower()
    try:
        return str(get_language_info(plain)["name_translated"])
    except KeyError:
        names = _LANGUAGES.get(plain)
        return names.split()[0].replace("_", " ").title() if names else code
