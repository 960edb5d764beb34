"""What a sheet of people may hold: the fields, how each is headed, and the headings it is known by.

An export writes `heading`; an import proposes a field for whatever heading it knows, in the five
languages of the meetings, accents, capitals and punctuation aside.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.text import fold

SIGNS = re.compile(r"[^\w@]+|_")
ENDINGS = re.compile(r"(?<=\w)\(\w{1,3}\)")  # Prénom(s), Inscrit(e)
ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
BETWEEN_LANGUAGES = re.compile(r"\s*[/|–—\n]\s*| - ")


@dataclass(frozen=True)
class Field:
    """A field that a column may hold. `heading` is what an export writes above it, in English whatever
    the reader's language, so that sheets travel; `known_as` are further headings, folded."""

    key: str
    label: str
    heading: str
    known_as: frozenset = frozenset()

    @property
    def names(self):
        """All folded headings that mean this field."""
        return self.known_as | {fold_heading(self.heading)}


def fold_heading(text):
    """A heading as it is compared: `E-Mail *` and `e mail` alike."""
    text = ENDINGS.sub("", str(text if text is not None else ""))
    return " ".join(SIGNS.sub(" ", fold(text)).split())


def _field(key, label, heading, known_as=""):
    names = frozenset(fold_heading(name) for name in known_as.split(",") if name.strip())
    return Field(key, label, heading, names)


FIELDS = (
    _field(
        "title",
        _("Title"),
        "Title",
        "salutation, honorific, prefix, mr mrs, mr ms, titre, civilite, titulo, tratamiento, trato,"
        " tratamento, saudacao, cheo, gelar, sapaan, sebutan",
    ),
    _field(
        "name",
        _("Name (in full)"),
        "Name",
        "full name, fullname, name and surname, names, participant, participant name, person,"
        " contact, contact name, contact person, name of participant, name in full, nom complet,"
        " nom et prenom, noms et prenoms, nom prenom, nom et prenoms, prenom et nom, prenom nom,"
        " noms, nom du participant, participante, personne, personne de contact, nombre completo,"
        " nombre y apellido, nombre y apellidos, nombres y apellidos, apellidos y nombres,"
        " apellido y nombre, persona, contacto, persona de contacto, nome completo, nome e apelido,"
        " nome e sobrenome, pessoa, contato, pessoa de contacto, jina, jina kamili, majina, nama,"
        " nama lengkap, nama peserta",
    ),
    _field(
        "first_name",
        _("First name"),
        "First name",
        "firstname, first names, given name, given names, forename, forenames, christian name,"
        " other names, prenom, prenoms, nombre de pila, nombres, primer nombre, primeiro nome,"
        " nome proprio, nomes proprios, jina la kwanza, nama depan",
    ),
    _field(
        "last_name",
        _("Last name"),
        "Last name",
        "lastname, surname, family name, second name, nom de famille, patronyme, apellido,"
        " apellidos, primer apellido, apelido, apelidos, sobrenome, ultimo nome, jina la ukoo,"
        " jina la familia, jina la mwisho, nama belakang, nama keluarga, marga",
    ),
    _field(
        "role",
        _("Role"),
        "Role",
        "position, job title, job, function, designation, post, occupation, fonction, poste,"
        " role fonction, titre du poste, qualite, metier, profession, cargo, puesto, funcion, rol,"
        " ocupacion, profesion, funcao, posicao, profissao, wadhifa, nafasi, kazi, cheo kazini,"
        " jabatan, posisi, peran, pekerjaan",
    ),
    _field(
        "organisation",
        _("Organisation"),
        "Organisation",
        "organization, organisation name, organization name, organisation institution, institution,"
        " company, employer, affiliation, agency, body, association, firm, name of organisation,"
        " name of organization, nom de l organisation, structure, organisme, entreprise, societe,"
        " employeur, organizacion, institucion, empresa, entidad, organizacao, instituicao,"
        " entidade, associacao, asociacion, shirika, taasisi, kampuni, organisasi, lembaga,"
        " instansi, perusahaan",
    ),
    _field(
        "organisation_acronym",
        _("Organisation’s acronym"),
        "Organisation acronym",
        "organization acronym, acronym, abbreviation, short name, sigle, acronyme, abreviation,"
        " siglas, sigla, acronimo, acronimo de la organizacion, abreviatura, kifupi,"
        " kifupi cha shirika, singkatan",
    ),
    _field(
        "group",
        _("Stakeholder group"),
        "Group",
        "stakeholder group, stakeholder, stakeholder type, sector, constituency, category of"
        " stakeholder, groupe, groupe d acteurs, partie prenante, parties prenantes,"
        " groupe de parties prenantes, secteur, college, grupo, grupo de interes, parte interesada,"
        " partes interesadas, grupo de actores, setor, parte interessada, partes interessadas,"
        " grupo de partes interessadas, kundi, kikundi, kundi la wadau, wadau, kelompok,"
        " pemangku kepentingan, kelompok pemangku kepentingan",
    ),
    _field(
        "country",
        _("Country"),
        "Country",
        "country code, country of residence, country of work, nation, pays, code pays,"
        " pays de residence, pais, codigo de pais, codigo do pais, pais de residencia, nchi,"
        " negara, kode negara",
    ),
    _field(
        "email",
        _("E-mail"),
        "E-mail",
        "email, email address, e mail address, mail, mail address, electronic mail, courriel,"
        " adresse e mail, adresse email, adresse mail, adresse electronique, adresse de courriel,"
        " mel, correo, correo electronico, direccion de correo, direccion de correo electronico,"
        " correio, correio eletronico, correio electronico, endereco de e mail, endereco de email,"
        " barua pepe, anwani ya barua pepe, surel, alamat email, alamat e mail, pos el",
    ),
    _field(
        "phone",
        _("Telephone"),
        "Telephone",
        "phone, phone number, telephone number, phone no, tel, tel no, mobile, mobile number,"
        " mobile phone, cell, cell phone, cellphone, contact number, whatsapp, telephones,"
        " numero de telephone, no de telephone, n de telephone, portable, telefono, numero de"
        " telefono, movil, celular, telefone, numero de telefone, telemovel, simu, namba ya simu,"
        " nambari ya simu, telepon, nomor telepon, no telepon, hp, no hp, nomor hp, ponsel",
    ),
    _field(
        "gender",
        _("Gender"),
        "Gender",
        "sex, m f, f m, genre, sexe, h f, f h, genero, sexo, jinsia, jenis kelamin, gender sex",
    ),
    _field(
        "languages",
        _("Languages"),
        "Languages",
        "language, language spoken, languages spoken, working language, langue, langues,"
        " langue parlee, langues parlees, langue de travail, idioma, idiomas, lengua, lenguas,"
        " lingua, linguas, lugha, bahasa",
    ),
    _field(
        "categories",
        _("Categories"),
        "Categories",
        "category, tags, tag, labels, categorie, etiquettes, categoria, categorias, etiquetas,"
        " makundi, kategori, jamii",
    ),
    _field(
        "protected",
        _("Protected"),
        "Protected",
        "protection, anonymous, confidential, protect identity, protege, protegee,"
        " personne protegee, confidentiel, anonyme, protegido, protegida, confidencial, anonimo,"
        " persona protegida, pessoa protegida, amelindwa, siri, dilindungi, rahasia",
    ),
    _field(
        "since",
        _("In this role since"),
        "Since",
        "in this role since, in post since, start date, from, date of appointment, start, depuis,"
        " en poste depuis, date de debut, date de prise de fonction, desde, en el cargo desde,"
        " fecha de inicio, no cargo desde, data de inicio, tangu, tangu lini, sejak, mulai",
    ),
    _field(
        "listed",
        _("Consent to be listed"),
        "May be listed",
        "listed, consent to be listed, consent listed, list of participants, accord liste,"
        " consent de figurer sur la liste, peut figurer sur la liste, figurer sur la liste,"
        " puede figurar en la lista, figurar en la lista, pode constar da lista, constar da lista,"
        " kuorodheshwa, boleh dicantumkan, dicantumkan",
    ),
    _field(
        "quoted",
        _("Consent to be quoted"),
        "May be quoted",
        "quoted, consent to be quoted, consent quoted, quote, peut etre cite, peut etre citee,"
        " etre cite, accord citation, puede ser citado, puede ser citada, ser citado,"
        " pode ser citado, pode ser citada, kunukuliwa, boleh dikutip, dikutip",
    ),
    _field(
        "photographed",
        _("Consent to be photographed"),
        "May be photographed",
        "photographed, consent to be photographed, consent photographed, photo, photos, photo"
        " consent, peut etre photographie, peut etre photographiee, etre photographie,"
        " droit a l image, puede ser fotografiado, puede ser fotografiada, fotos,"
        " pode ser fotografado, pode ser fotografada, kupigwa picha, boleh difoto, difoto",
    ),
    _field(
        "contacted",
        _("Consent to be contacted"),
        "May be contacted",
        "contacted, consent to be contacted, consent contacted, contact consent,"
        " peut etre contacte, peut etre contactee, etre contacte, puede ser contactado,"
        " puede ser contactada, pode ser contactado, pode ser contactada, kuwasiliana naye,"
        " boleh dihubungi, dihubungi",
    ),
    _field(
        "consent_date",
        _("Consent asked on"),
        "Consent asked on",
        "consent date, date of consent, consented on, date du consentement,"
        " date de consentement, fecha de consentimiento, fecha del consentimiento,"
        " data do consentimento, data de consentimento, tarehe ya ridhaa, tanggal persetujuan",
    ),
    _field(
        "consent_wording",
        _("Wording of the consent"),
        "Consent wording",
        "wording of consent, wording, consent text, texte du consentement, libelle,"
        " texto del consentimiento, redaccion del consentimiento, texto do consentimento,"
        " maneno ya ridhaa, teks persetujuan",
    ),
)

BY_KEY = {field.key: field for field in FIELDS}
CONSENTS = ("listed", "quoted", "photographed", "contacted")
NAMES = ("name", "first_name", "last_name")

# Headings that mean one thing beside one column and another beside a second one.
FAMILY_NAME_BESIDE_FIRST = frozenset({"nom", "nombre", "nome", "name", "names", "noms", "nama"})


def _known():
    known = {}
    for field in FIELDS:
        for name in field.names:
            known.setdefault(name, field.key)
    # Alone they head whole names.
    return known | {"nom": "name", "nombre": "name", "nome": "name"}


BY_HEADING = _known()


def field_of(heading):
    """The key of the field that `heading` is known to mean, or None: as a whole, without what stands in
    brackets, or by its first known part where it is given in two languages."""
    text = str(heading if heading is not None else "")
    parts = (text, ASIDE.sub(" ", text), *BETWEEN_LANGUAGES.split(text))
    return next((key for part in parts if (key := BY_HEADING.get(fold_heading(part)))), None)


def fields_of_headings(headings):
    """A field's key, or None, for each of `headings` in turn; a field at most once.

    “Nom” beside “Prénom” is the family name, “Nombre” beside “Apellidos” the first one.
    """
    guesses = [field_of(heading) for heading in headings]
    folded = [fold_heading(heading) for heading in headings]
    if "first_name" in guesses and "last_name" not in guesses:
        guesses = _turn_name_into(guesses, folded, "last_name")
    elif "last_name" in guesses and "first_name" not in guesses:
        guesses = _turn_name_into(guesses, folded, "first_name")
    taken = set()
    for index, guess in enumerate(guesses):
        guesses[index] = None if guess in taken else guess
        taken.add(guess)
    return guesses


def _turn_name_into(guesses, folded, key):
    return [
        key if guess == "name" and heading in FAMILY_NAME_BESIDE_FIRST else guess
        for guess, heading in zip(guesses, folded, strict=True)
    ]
