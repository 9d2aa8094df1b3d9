-- Notes that a row of the ledger came, changed its status or went.
-- Parameters: transfer_key, change_type, supplier_code, recipient_code, weapon, old_status_type, new_status_type, now.
INSERT INTO mart.transfer_change (
    transfer_key, change_type, supplier_code, recipient_code, weapon, old_status_type, new_status_type, changed_at
)
VALUES (
    %(transfer_key)s, %(change_type)s, %(supplier_code)s, %(recipient_code)s, %(weapon)s, %(old_status_type)s,
    %(new_status_type)s, %(now)s
);
