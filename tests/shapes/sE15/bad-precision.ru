# Broken: an as-of date without its precision.
DELETE WHERE { pgd:fact-base-candidacy-2 pg:asOfPrecision ?precision }
