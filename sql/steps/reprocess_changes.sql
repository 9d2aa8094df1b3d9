-- The articles of a set that differ most, with samples. Parameters: reprocess_id, sample_count.
SELECT
    page_key.canonical_url AS url,
    item.change_type,
    item.added_char_count,
    item.removed_char_count,
    item.added_texts,
    item.removed_texts
FROM ops.reprocess_article AS item
INNER JOIN raw.page_key ON item.page_id = page_key.page_id
WHERE item.reprocess_id = %(reprocess_id)s AND item.change_type <> 'same'
ORDER BY
    item.change_type IN ('accepted', 'refused') DESC,
    item.added_char_count + item.removed_char_count DESC,
    page_key.canonical_url
LIMIT %(sample_count)s;
