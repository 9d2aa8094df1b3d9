-- The current claim of a key, or of the beginning of one, as the coder read it and as corrections left it.
-- Grain: one row per claim, two at most. Parameters: key_pattern (the key's beginning and a percent sign).
SELECT
    claim.claim_key,
    to_jsonb(corrected_claim) AS corrected,
    to_jsonb(claim) AS coded
FROM core.claim
LEFT JOIN core.corrected_claim ON claim.claim_id = corrected_claim.claim_id
WHERE claim.is_current AND claim.claim_key LIKE %(key_pattern)s
ORDER BY claim.claim_key
LIMIT 2;
