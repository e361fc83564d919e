"""The JSON Schemas of the catalogue's files, as package data."""
