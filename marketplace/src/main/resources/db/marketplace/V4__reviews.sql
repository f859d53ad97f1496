-- When it was first connected: its record begins there, not at its enrolment.
ALTER TABLE agent ADD COLUMN first_seen timestamptz;
UPDATE agent SET first_seen = created_at WHERE last_seen IS NOT NULL;

-- Silences long enough to be lost, as this side heard them. One that goes on has no end.
CREATE TABLE absence (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent    text NOT NULL REFERENCES agent,
    began_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX absence_going_on ON absence (agent) WHERE ended_at IS NULL;
CREATE INDEX absence_of_agent ON absence (agent, ended_at);
CREATE INDEX absence_age ON absence (ended_at);

-- Ended because its seller was gone.
ALTER TABLE lease ADD COLUMN broken boolean NOT NULL DEFAULT false;
