package io.peerhost.gateway.files;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;

/** Status codes that version 3 of SFTP knows, chosen as OpenSSH does, with what went wrong in words. */
final class Sentences implements SftpErrorStatusDataHandler {
    /**
     * Whether the status alone leaves a user wondering. That a folder is there already, or a path is not, are answers that a client looks
     * for when it puts a tree.
     */
    static boolean areNeeded(int status, Throwable e, int command) {
        if (command == SftpConstants.SSH_FXP_STAT || command == SftpConstants.SSH_FXP_LSTAT) return false;
        if (command == SftpConstants.SSH_FXP_MKDIR && e instanceof FileAlreadyExistsException) return false;
        return status == SftpConstants.SSH_FX_FAILURE
                || e instanceof FileSystemException about && about.getReason() != null;
    }

    @Override
    public int resolveSubStatus(SftpSubsystemEnvironment sftp, int id, Throwable e, int command, Object... args) {
        int status = SftpErrorStatusDataHandler.super.resolveSubStatus(sftp, id, e, command, args);
        if (sftp.getVersion() > SftpConstants.SFTP_V3 || status <= SftpConstants.SSH_FX_OP_UNSUPPORTED) return status;
        return status == SftpConstants.SSH_FX_NOT_A_DIRECTORY
                ? SftpConstants.SSH_FX_NO_SUCH_FILE
                : SftpConstants.SSH_FX_FAILURE;
    }

    @Override
    public String resolveErrorMessage(
            SftpSubsystemEnvironment sftp, int id, Throwable e, int status, int command, Object... args) {
        String standard = SftpErrorStatusDataHandler.super.resolveErrorMessage(sftp, id, e, status, command, args);
        return e instanceof FileSystemException about ? sentence(about, standard) : sentence(e, standard);
    }

    private static String sentence(Throwable e, String standard) {
        return e.getMessage() == null || e.getMessage().isBlank() ? standard : standard + ": " + e.getMessage();
    }

    private static String sentence(FileSystemException e, String standard) {
        String path = e.getFile();
        return switch (e) {
            case NoSuchFileException missing ->
                e.getReason() == null ? "No such file or directory: " + path : e.getReason();
            case FileAlreadyExistsException there ->
                "It is there already, remove it first or take another name: " + path;
            case DirectoryNotEmptyException full -> "The folder is not empty: " + path;
            case NotDirectoryException file -> "It is a file, not a folder: " + path;
            case NotLinkException noLink -> "It is no link, a site holds files and folders only: " + path;
            default -> e.getReason() == null ? sentence((Throwable) e, standard) : e.getReason() + ": " + path;
        };
    }
}
