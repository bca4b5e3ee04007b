-- The trail is only added to. Whoever may change triggers may still change it: the chain and its head outside tell.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- lib/audit/remove.ts sets it for its own transaction, after it has checked the chain.
  IF TG_OP = 'DELETE' AND current_setting('anytime.audit_removal', true) = 'oldest' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit trail is insert-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_entries_insert_only BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entries_never_emptied BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
