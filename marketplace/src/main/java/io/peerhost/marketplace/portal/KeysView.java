package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.SshKeyResource.KeyView;
import java.util.List;

/** @param sftp the line that logs in */
public record KeysView(List<KeyView> keys, String sftp) {}
