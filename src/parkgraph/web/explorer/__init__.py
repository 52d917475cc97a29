"""The pages for people: made by workers from templates, and enhanced by scripts in `../static`."""
