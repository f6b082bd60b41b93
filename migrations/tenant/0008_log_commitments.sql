-- An entry commits to what it says: a hash of the salted text, which the proof of the log covers. So an export can tell
-- the text, and whoever checks it needs neither our keys nor the sealed bytes.
-- What is there by now has none, and its leaves stay as they are: heads over them were signed.
-- Between deploys: a server of the version before adds entries without one. They are read as older ones are; the node
-- that signs must be of this version, or it takes newer entries for changed ones and leaves them unsigned.

ALTER TABLE events ADD COLUMN commitment bytea;
