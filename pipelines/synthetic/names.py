"""Neutral names that show at once that nobody real is meant."""

from __future__ import annotations

from pipelines.synthetic.streams import Stream

WOMEN = (
    "Alva Anna Astrid Beata Birgit Cecilia Dagny Ebba Elin Elsa Ester Eva Frida Gerd Greta Hanna Helga Ida Inga Jenny "
    "Karin Kerstin Klara Lena Linnea Lisa Maj Maria Märta Nora Olga Petra Rut Sara Signe Siv Sofia Tora Ulla Vera"
).split()
MEN = (
    "Albin Anders Arvid Axel Bengt Birger Carl Dag Einar Emil Erik Folke Fredrik Gunnar Gustav Hans Helge Ivar Jan "
    "Johan Karl Knut Lars Leif Magnus Mats Nils Olof Oskar Per Ragnar Rune Sixten Stig Sune Sven Ture Ulf Viktor Åke"
).split()
_FIRST = "Prov Test Exempel Mönster Övnings Påhitt Fantasi Låtsas Modell Skiss".split()
_LAST = "berg ström lund qvist gren dal holm mark sten blad fors rud".split()
UNIT_NAMES = (
    "Granen Tallen Björken Eken Almen Asken Lönnen Rönnen Linden Hasseln Sälgen Enen Aspen Häggen Pilen Oxeln Idegranen "
    "Blåklockan Vitsippan Gullvivan Liljan Prästkragen Smörblomman Timjan Kaprifolen Ljungen Lavendeln Violen "
    "Förgätmigejen Solrosen Vallmon Klövern Lupinen Malvan Nyponet Hallonet Lingonet Odonet Blåbäret Smultronet "
    "Svalan Lärkan Koltrasten Bofinken Domherren Gärdsmygen Göken Tranan Hägern Ejdern Tärnan Måsen Ugglan Falken "
    "Igelkotten Ekorren Haren Rådjuret Älgen Räven Bävern Uttern Laxen Abborren Gäddan Sjöstjärnan"
).split()
REGION_NAMES = (
    "Norr Söder Öster Väster Mitten Kusten Skogen Slätten Fjället Sjön Dalen Höjden Heden Ön Viken Älven Åsen Skären "
    "Sundet Näset Udden"
).split()


def surname(stream: Stream) -> str:
    return stream.pick(_FIRST) + stream.pick(_LAST)


def given_name(stream: Stream, sex: int) -> str:
    return stream.pick(WOMEN if sex == 2 else MEN)
