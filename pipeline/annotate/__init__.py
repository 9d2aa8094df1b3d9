"""Who did what to whom, who says so, when and where: spaCy components and the annotator that runs them."""
