"""Names of several cultures; a script that is not Latin brings its transliteration for the e-mail address."""

import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart into a base letter and a mark.
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "æ": "ae", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Word:
    """One part of a name as its bearer writes it, and in the letters a to z."""

    written: str
    ascii: str


@dataclass(frozen=True, slots=True)
class NamePool:
    """Given and family names that go together, for family names in some languages agree in gender."""

    given: tuple[Word, ...]
    family: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Culture:
    """How people of one origin are named, and their first language (ISO 639-1)."""

    language: str
    pools: tuple[NamePool, ...]
    family_first: bool = False

    def full_name(self, given: Word, family: Word) -> str:
        """Return the name in the order its bearer uses."""
        parts = (family, given) if self.family_first else (given, family)
        return " ".join(part.written for part in parts)


def to_ascii(text: str) -> str:
    """Return the letters a to z of a Latin-script text, lower case, without marks.

    ``Žofia`` gives ``zofia``.
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_NO_DECOMPOSITION))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def _word(entry: str) -> Word:
    written, _, latin = entry.partition("/")
    return Word(written, to_ascii(latin or written))


def _pool(given: str, family: str) -> NamePool:
    return NamePool(tuple(map(_word, given.split())), tuple(map(_word, family.split())))


CULTURES: dict[str, Culture] = {
    "english": Culture(
        "en",
        (
            _pool(
                "Alice Amelia Charlotte Chloe Daniel Emily Ethan George Grace Hannah Harry Jack James"
                " Lily Lucy Maya Noah Oliver Owen Ruby Samuel Sophie Thomas Zoe Siân Seán",
                "Anderson Baker Brown Campbell Carter Clark Cooper Davies Evans Fletcher Green Harris"
                " Hughes Johnson Kelly Lewis Morgan Murphy O'Brien O'Neill Parker Reid Smith Taylor"
                " Turner Walker Wilson Wright Smith-Jones",
            ),
        ),
    ),
    "german": Culture(
        "de",
        (
            _pool(
                "Anna Anneliese Björn Clara Emil Felix Finn Greta Hannes Jonas Jürgen Katharina Lena"
                " Leon Lukas Marie Matthias Mia Paul Sören Ute Wiebke",
                "Bauer Becker Fischer Großmann Hoffmann Jäger Klein Koch Krüger Lange Müller Neumann"
                " Richter Schäfer Schmidt Schröder Schwarz Strauß Vogel Wagner Weiß Zimmermann",
            ),
        ),
    ),
    "french": Culture(
        "fr",
        (
            _pool(
                "Adèle Amélie Antoine Camille Céline Chloé Élodie François Gaël Hugo Inès Jérôme Léa"
                " Louis Manon Mathéo Noémie Océane Rémi Théo Zoé Anne-Sophie",
                "Bernard Blanc Chevalier Dubois Durand Fournier Garnier Gauthier Girard Lefèvre"
                " Lemaître Leroy Martin Mercier Moreau Noël Petit Robert Rousseau Simon",
            ),
        ),
    ),
    "spanish": Culture(
        "es",
        (
            _pool(
                "Adrián Alba Álvaro Ana Andrés Begoña Carmen Diego Elena Iñigo Javier José Lucía María"
                " Martín Mateo Paula Raúl Sofía Valentina Ximena Joaquín",
                "Álvarez Castillo Díaz Fernández Gómez González Gutiérrez Hernández Ibáñez Jiménez"
                " López Martínez Muñoz Núñez Ortega Peña Pérez Ramírez Rodríguez Vásquez",
            ),
        ),
    ),
    "portuguese": Culture(
        "pt",
        (
            _pool(
                "Ana Antônio Beatriz Bruno Caio Catarina Conceição Davi Gabriela Inês Isabela João"
                " Júlia Larissa Letícia Luís Mariana Mônica Rafael Thiago Vinícius",
                "Almeida Araújo Barbosa Carvalho Conceição Costa Ferreira Gonçalves Guimarães Lima"
                " Magalhães Moreira Oliveira Pereira Ribeiro Rocha Santos Silva Souza Vasconcelos",
            ),
        ),
    ),
    "czech": Culture(
        "cs",
        (
            _pool(
                "Adéla Anežka Barbora Eliška Hana Kateřina Klára Lucie Markéta Natálie Tereza Veronika"
                " Zdeňka Žofia",
                "Černá Dvořáková Fialová Horáková Kovářová Králová Marešová Němcová Nováková Růžičková"
                " Říhová Svobodová Šimková Veselá",
            ),
            _pool(
                "Adam Bořek David Jakub Jiří Lukáš Matěj Miloš Ondřej Petr Řehoř Štěpán Tomáš Vojtěch",
                "Černý Dvořák Fiala Horák Kovář Král Mareš Němec Novák Růžička Říha Svoboda Šimek Veselý",
            ),
        ),
    ),
    "polish": Culture(
        "pl",
        (
            _pool(
                "Agnieszka Gabriela Joanna Julia Katarzyna Małgorzata Oliwia Wiesława Zofia Zuzanna",
                "Dąbrowska Kowalska Kamińska Lewandowska Piotrowska Szymańska Wiśniewska Wójcik Zielińska",
            ),
            _pool(
                "Bartłomiej Grzegorz Jakub Łukasz Michał Paweł Radosław Stanisław Szymon Wojciech",
                "Dąbrowski Kowalski Kamiński Lewandowski Piotrowski Szymański Wiśniewski Wójcik Zieliński",
            ),
        ),
    ),
    "nordic": Culture(
        "sv",
        (
            _pool(
                "Agnes Åsa Astrid Elin Erik Freja Göran Ingrid Jørgen Lars Linnéa Magnus Nils Saga"
                " Søren Ylva",
                "Ahlström Åkesson Bergström Dahl Ekström Ericsson Hansen Lindqvist Nygård Öberg Sjöberg"
                " Sørensen",
            ),
        ),
    ),
    "arabic": Culture(
        "ar",
        (
            _pool(
                "أحمد/Ahmad خالد/Khalid عمر/Omar فاطمة/Fatima ليلى/Layla مريم/Maryam نور/Nour"
                " يوسف/Yousef سارة/Sara طارق/Tariq هدى/Huda زينب/Zaynab",
                "الحداد/Haddad الخطيب/Khatib المنصوري/Mansouri النجار/Najjar حسن/Hassan خليل/Khalil"
                " سليمان/Suleiman عباس/Abbas فارس/Fares منصور/Mansour",
            ),
        ),
    ),
    "southern-african": Culture(
        "zu",
        (
            _pool(
                "Andile Anri Bongani Johannes Kagiso Lerato Lindiwe Nomvula Pieter Sipho Thabo Thandiwe"
                " Thulani Zanele",
                "Botha Dlamini Khumalo Mabaso Mkhize Mokoena Naidoo Ndlovu Nkosi Pretorius Sithole"
                " Venter Zulu",
            ),
        ),
    ),
    "indian": Culture(
        "hi",
        (
            _pool(
                "Aarav Aditi Ananya Arjun Deepa Divya Ishaan Kavya Lakshmi Meera Neha Nikhil Pooja"
                " Priya Rahul Rohan Sanjay Shreya Suresh Vikram",
                "Agarwal Bhat Chatterjee Desai Gupta Iyer Joshi Kapoor Kulkarni Kumar Mehta Menon Nair"
                " Patel Rao Reddy Sharma Singh Srinivasan Verma",
            ),
        ),
    ),
    "nepali": Culture(
        "ne",
        (
            _pool(
                "Aarati Anil Bikash Binita Kiran Manish Prakash Sabina Sita Sunita",
                "Adhikari Basnet Gurung Karki Rai Shrestha Tamang Thapa",
            ),
        ),
    ),
    "japanese": Culture(
        "ja",
        (
            _pool(
                "葵/Aoi 陽菜/Hina 美咲/Misaki 結衣/Yui さくら/Sakura 直美/Naomi 恵子/Keiko 蓮/Ren"
                " 大翔/Hiroto 健太/Kenta 翔太/Shota 拓也/Takuya 悠真/Yuma 浩/Hiroshi",
                "伊藤/Ito 加藤/Kato 小林/Kobayashi 佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka"
                " 中村/Nakamura 松本/Matsumoto 山田/Yamada 山本/Yamamoto 渡辺/Watanabe",
            ),
        ),
        family_first=True,
    ),
    "chinese": Culture(
        "zh",
        (
            _pool(
                "芳/Fang 静/Jing 丽/Li 娜/Na 雪/Xue 秀英/Xiuying 嘉欣/Jiaxin 浩然/Haoran 建国/Jianguo"
                " 伟/Wei 强/Qiang 磊/Lei 子涵/Zihan 志明/Zhiming",
                "陈/Chen 黄/Huang 李/Li 林/Lin 刘/Liu 欧阳/Ouyang 孙/Sun 王/Wang 吴/Wu 徐/Xu 杨/Yang"
                " 张/Zhang 赵/Zhao 周/Zhou",
            ),
        ),
        family_first=True,
    ),
    "maori": Culture(
        "mi",
        (
            _pool(
                "Anahera Aroha Hēmi Kahurangi Mānia Mere Ngaire Rāwiri Tāne Wiremu",
                "Heke Māhuika Ngata Parata Pōmare Rangihuna Tāmihana Wharepapa",
            ),
        ),
    ),
}
