"""What authors give: pages, table of contents, configuration, citation, each read and checked."""
