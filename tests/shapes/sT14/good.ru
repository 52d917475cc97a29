# Allowed: a note in English alone.
DELETE DATA { pgd:fact-base-comparable-2023 skos:editorialNote "现状值只统计规模以上企业。"@zh } ;
INSERT DATA { pgd:fact-base-comparable-2023 skos:editorialNote "The baseline counts larger enterprises only."@en }
