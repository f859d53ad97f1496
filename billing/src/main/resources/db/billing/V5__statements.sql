-- A line of a statement: what happened to the money of a lease, with whose it is.
CREATE VIEW statement_line AS
SELECT e.id, e.at, e.kind, e.epoch, e.lease, l.site_name, l.owner, l.seller,
       (SELECT sum(x.amount) FROM ledger_line x WHERE x.entry = e.id AND x.side = 'DEBIT') AS amount
  FROM ledger_entry e LEFT JOIN lease l ON l.id = e.lease;
