// Initiates the replica set at the first check; healthy once there is a primary to write to.
const password = fs.readFileSync("/run/secrets/mongo-admin-password", "utf8").trim();
db.getSiblingDB("admin").auth("admin", password);
try {
  rs.status();
} catch (error) {
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
}
if (!db.hello().isWritablePrimary) quit(1);
