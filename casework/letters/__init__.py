"""Letters: written from templates in the organisation’s words, sealed as papers, handed to whom they are for."""
