-- How many entries of the platform's own log are from before there were seals, and the root over them, sealed: no other entry
-- counts without a seal, whatever became of the heads. Kept by the first server of this version that migrates, which then has
-- the secret `ids` in its next version: that is how it is known that nobody may count again.
-- Between deploys: a server of the version before opens that secret as well, and looks at heads alone.

ALTER TABLE event_log ADD COLUMN unsealed bytea;
