# Allowed: a citation without the title as written.
DELETE WHERE { pgd:citation-base pg:citedAs ?title }
