"""SPARQL 1.1 Protocol, Update, Graph Store Protocol, and the tokens that writing needs."""
