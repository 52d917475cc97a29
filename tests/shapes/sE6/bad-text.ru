# Broken: the text at hand is longer than the registered one.
DELETE { ?source pg:fullText ?text } INSERT { ?source pg:fullText ?longer }
WHERE { ?source pg:fullText ?text . BIND(CONCAT(?text, "。") AS ?longer) }
