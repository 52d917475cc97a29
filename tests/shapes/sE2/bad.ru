# Broken: an assertion rests on no span.
DELETE WHERE { pgd:fact-base-operator pg:evidencedBy ?span }
