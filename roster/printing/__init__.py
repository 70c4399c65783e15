"""Paper: lists in the format of Nghị định 30/2020, as PDF."""
