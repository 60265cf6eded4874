"""Pure rules of moving in: encodings, headings, mapping, and what a row of an old register says."""
