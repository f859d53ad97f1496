-- What is looked for at each order, page and push grows for ever: ended leases, withdrawn offers and the names of deleted sites stay.
CREATE INDEX lease_site ON lease (site);
CREATE INDEX lease_renter ON lease (renter, stage);
CREATE INDEX lease_seller ON lease (seller, created_at DESC);
CREATE INDEX lease_offer ON lease (offer);
CREATE INDEX offer_agent ON offer (agent, created_at);
CREATE INDEX offer_account ON offer (account) WHERE withdrawn_at IS NULL;
CREATE INDEX site_named ON site (name);
