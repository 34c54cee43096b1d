"""The book's argument held to account: passages, findings, quotations, and how chapters read."""
